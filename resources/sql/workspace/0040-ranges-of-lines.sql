-- A text or a sheet may be read line range by line range, each a table of the same name: where it begins tells them
-- apart. That ranges have no line in common is seen to before they are read.
DROP INDEX source_table_by_content;
CREATE UNIQUE INDEX source_table_by_content
  ON source_table (sha256, part, table_name,
    coalesce(json_extract(layout, '$.firstLine'), json_extract(layout, '$.firstRow'), 0))
  WHERE state = 'staged';

-- Tables of workbooks went on to the end of their sheet.
UPDATE source_table
   SET layout = json_set(layout, '$.lastRow', NULL)
 WHERE json_extract(layout, '$.format') = 'workbook' AND json_type(layout, '$.lastRow') IS NULL;
