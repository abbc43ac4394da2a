import { Title } from '@mantine/core';
import type { VerificationView } from '#contract/operations/upload';
import { useLocale } from '../../app/locale.tsx';
import { TableBox } from '../../components/table-box.tsx';

type Difference = VerificationView['differences'][number];

interface RecordTableProps {
  readonly title: string;
  readonly records: readonly (Omit<Difference, 'what'> & { readonly what?: Difference['what'] })[];
  /** How many there are; the engine names the first of them only. */
  readonly of: number;
}

/** Records by their number in the old system and their line in the file. */
export function RecordTable({ title, records, of }: RecordTableProps) {
  const { s, f } = useLocale();
  const showWhat = records.some(({ what }) => what !== undefined);
  return (
    <div>
      <Title order={3}>{title}</Title>
      {records.length < of && <p className="result__text">{s.result.firstOf(records.length, of)}</p>}
      <div className="result__records">
        <TableBox label={title}>
          <thead>
            <tr>
              <th scope="col">{s.result.record}</th>
              <th scope="col">{s.result.line}</th>
              {showWhat && <th scope="col">{s.result.what}</th>}
            </tr>
          </thead>
          <tbody>
            {records.map(({ externalId, rowNo, line, what }) => (
              <tr key={rowNo}>
                <th scope="row">{externalId}</th>
                <td className="pm-num">{f.number(line)}</td>
                {showWhat && <td>{what && s.result.whatIs[what]}</td>}
              </tr>
            ))}
          </tbody>
        </TableBox>
      </div>
    </div>
  );
}
