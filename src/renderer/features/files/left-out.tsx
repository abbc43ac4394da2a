import { Title } from '@mantine/core';
import { useLocale } from '../../app/locale.tsx';
import { TableBox } from '../../components/table-box.tsx';
import { Tag } from '../../components/tag.tsx';
import type { LeftOutPart } from './survey-tables.ts';

interface LeftOutProps {
  readonly parts: readonly LeftOutPart[];
  /** Nothing else was found. */
  readonly isAll: boolean;
}

/** What will not be read, each with its size and the reason: nothing goes missing without a word. */
export function LeftOut({ parts, isAll }: LeftOutProps) {
  const { s, f } = useLocale();
  if (parts.length === 0) return null;
  const unreadable = parts.filter(({ outcome }) => outcome === 'unreadable').length;
  const bytes = parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <details className="pm-card left-out" open={isAll || unreadable > 0} data-testid="left-out">
      <summary>
        <Title order={2} component="span">
          {s.reading.leftOut(parts.length, f.bytes(bytes))}
        </Title>
      </summary>
      <TableBox label={s.reading.leftOutLabel}>
        <thead>
          <tr>
            <th scope="col">{s.files.columnFile}</th>
            <th scope="col" className="pm-right">
              {s.files.columnSize}
            </th>
            <th scope="col">{s.reading.columnReason}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.part}>
              <th scope="row" className="survey__name">
                {part.part || part.fileName}
              </th>
              <td className="pm-right pm-num">{f.bytes(part.sizeBytes)}</td>
              <td>
                {part.outcome === 'unreadable' ? (
                  <>
                    <Tag tone="rejected">{s.reading.unreadable}</Tag>{' '}
                    <span data-testid="fault" data-fault={part.fault.code}>
                      {part.fault.message}
                    </span>
                  </>
                ) : (
                  part.sentence
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </details>
  );
}
