import { Title } from '@mantine/core';
import { useLocale } from '../../app/locale.tsx';
import { TableBox } from '../../components/table-box.tsx';

interface PreviewTableProps {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The first rows, exactly as they stand in the file. */
export function PreviewTable({ header, rows }: PreviewTableProps) {
  const { s, f } = useLocale();
  return (
    <section className="pm-card pm-card--flush" aria-label={s.files.previewLabel}>
      <div className="pm-card__head">
        <Title order={2}>{s.files.previewTitle(rows.length)}</Title>
      </div>
      <TableBox label={s.files.previewLabel}>
        <thead>
          <tr>
            {header.map((name, column) => (
              <th key={column} scope="col">
                {name || f.number(column + 1)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {header.map((_, column) => (
                <td key={column} className="preview__cell">
                  {cells[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  );
}
