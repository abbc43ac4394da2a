import { Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Fragment } from 'react';
import type { PreviewRowView, RecognisedTableView } from '#contract/operations/file-views';
import { useLocale } from '../../app/locale.tsx';
import { TableBox } from '../../components/table-box.tsx';

interface PreviewTableProps {
  readonly table: RecognisedTableView;
  /** The rows shown are those of the settings before, until the answer comes. */
  readonly isStale: boolean;
}

const places = ['first', 'middle', 'last'] as const;

/** The first rows, some from the middle and the last ones, exactly as they would be read. */
export function PreviewTable({ table: { header, preview }, isStale }: PreviewTableProps) {
  const { s, f } = useLocale();
  const shown = places.filter((place) => preview[place].length > 0);
  return (
    <section
      className="pm-card pm-card--flush preview"
      aria-label={s.reading.previewLabel}
      aria-busy={isStale}
      data-testid="preview"
    >
      <div className="pm-card__head">
        <Title order={2}>{s.reading.previewTitle}</Title>
      </div>
      <TableBox label={s.reading.previewLabel}>
        <thead>
          <tr>
            <th scope="col" className="pm-right">
              {s.reading.line}
            </th>
            {header.map((name, column) => (
              <th key={column} scope="col">
                {name || f.number(column + 1)}
              </th>
            ))}
          </tr>
        </thead>
        {shown.map((place) => (
          <tbody key={place} data-testid={`preview-${place}`}>
            {shown.length > 1 && (
              <tr className="preview__place">
                <th scope="rowgroup" colSpan={header.length + 1}>
                  {s.reading.place[place]}
                </th>
              </tr>
            )}
            {preview[place].map((row, index) => (
              <PreviewRow key={index} row={row} columns={header.length} />
            ))}
          </tbody>
        ))}
      </TableBox>
    </section>
  );
}

function PreviewRow({ row, columns }: { row: PreviewRowView; columns: number }) {
  const { s } = useLocale();
  const { line, cells, faultSentence, stored, notes } = row;
  const surplus = cells.slice(columns);
  return (
    <Fragment>
      <tr className={faultSentence === null ? undefined : 'preview__damaged'}>
        <td className="pm-right pm-num pm-muted">{line > 0 ? line : ''}</td>
        {Array.from({ length: columns }, (_, column) => {
          const note = notes.find((one) => one.column === column);
          const before = stored.find(([at]) => at === column)?.[1];
          return (
            <td key={column} className="preview__cell" data-noted={note ? true : undefined}>
              {cells[column]}
              {before !== undefined && <span className="preview__stored">{s.reading.storedAs(before)}</span>}
              {note && <span className="preview__note">{note.sentence}</span>}
            </td>
          );
        })}
      </tr>
      {faultSentence !== null && (
        <tr className="preview__damaged preview__why">
          <td className="pm-right">
            <IconAlertTriangle size={16} aria-hidden />
          </td>
          <td colSpan={columns}>
            {faultSentence}
            {surplus.length > 0 && ` ${s.reading.surplus(surplus.join(' | '))}`}
          </td>
        </tr>
      )}
    </Fragment>
  );
}
