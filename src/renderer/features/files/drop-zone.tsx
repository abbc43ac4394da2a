import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFileImport } from '@tabler/icons-react';
import { useRef } from 'react';
import { useLocale } from '../../app/locale.tsx';
import './files.css';

interface DropZoneProps {
  /** Nothing has been read yet: choosing a file is what the screen is for. */
  readonly isFirst: boolean;
  readonly onFile: (file: File) => void;
}

/** Where a file is dropped, with a button that does the same. */
export function DropZone({ isFirst, onFile }: DropZoneProps) {
  const { s } = useLocale();
  const openDialog = useRef<() => void>(null);
  return (
    <Dropzone
      openRef={openDialog}
      onDrop={([file]) => file && onFile(file)}
      multiple={false}
      activateOnClick={false}
      activateOnKeyboard={false}
      tabIndex={-1}
      useFsAccessApi={false}
      className="drop"
      aria-label={s.files.dropTitle}
      inputProps={{ 'aria-label': s.files.dropInput }}
      data-testid="drop-zone"
    >
      <div className="drop__inside">
        <span className="empty__icon">
          <IconFileImport size={28} stroke={1.6} aria-hidden />
        </span>
        <h2>{s.files.dropTitle}</h2>
        <p>{s.files.dropText}</p>
        <Button
          variant={isFirst ? 'filled' : 'default'}
          className="drop__button"
          onClick={() => openDialog.current?.()}
        >
          {s.files.choose}
        </Button>
      </div>
    </Dropzone>
  );
}
