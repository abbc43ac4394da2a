import { rowStates, type Reconciliation } from '#contract/reconciliation';
import { useLocale } from '../app/locale.tsx';
import { layOutFlow, size, type Band } from './flow-layout.ts';
import './flow-picture.css';

interface FlowPictureProps {
  readonly sum: Reconciliation;
  readonly sourceTableId: number;
}

function ribbon({ from, to }: Band): string {
  const middle = (from.x + to.x) / 2;
  const curve = (startY: number, endY: number, startX: number, endX: number) =>
    `C ${middle} ${startY}, ${middle} ${endY}, ${endX} ${endY}`.replace(/^/, `L ${startX} ${startY} `);
  return [
    `M ${from.x} ${from.y}`,
    curve(from.y, to.y, from.x, to.x),
    `L ${to.x} ${to.y + to.height}`,
    curve(to.y + to.height, from.y + from.height, to.x, from.x),
    'Z',
  ].join(' ');
}

/** The rows' way from the file through the checks to central. Widths are true above a least visible width. */
export function FlowPicture({ sum }: FlowPictureProps) {
  const { s, f } = useLocale();
  const central = sum.central ?? 0;
  const { bands, nodes } = layOutFlow(sum);
  const words = { ...s.rows.stateTitle, read: s.result.flowRead, central: s.result.flowCentral };
  const counts = { ...sum, central };
  const label = s.result.flowLabel(
    sum.read,
    ...(rowStates.map((state) => sum[state]) as [number, number, number, number]),
    central,
  );
  return (
    <svg className="flow" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={label}>
      {bands.map((band) => (
        <path key={band.key} className={`flow__band flow--${band.tone}`} d={ribbon(band)} />
      ))}
      {nodes.map(({ key, tone, x, y, height }) => (
        <g key={key}>
          <rect className={`flow__node flow--${tone}`} x={x} y={y} width={8} height={height} rx={3} />
          <text className="flow__count" x={x + 18} y={y + height / 2 - 1}>
            {f.number(counts[key])}
          </text>
          <text className="flow__word" x={x + 18} y={y + height / 2 + 14}>
            {words[key]}
          </text>
        </g>
      ))}
    </svg>
  );
}
