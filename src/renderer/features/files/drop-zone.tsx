import { Button } from '@mantine/core';
import { Dropzone } from '@mantine/dropzone';
import { IconFileImport } from '@tabler/icons-react';
import { useRef, type ChangeEvent } from 'react';
import { useEngine } from '../../app/engine.tsx';
import { useLocale } from '../../app/locale.tsx';
import { droppedFiles } from './dropped-files.ts';
import './files.css';

interface DropZoneProps {
  /** Nothing has been read yet: choosing a file is what the screen is for. */
  readonly isFirst: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Known to every browser, and not to React's types. */
const wholeFolders = { webkitdirectory: '' };

/** Where files, folders and archives are dropped, with buttons that do the same. */
export function DropZone({ isFirst, onFiles }: DropZoneProps) {
  const { s } = useLocale();
  const { bridge } = useEngine();
  const openDialog = useRef<() => void>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const onFolder = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    const files = [...(currentTarget.files ?? [])];
    currentTarget.value = '';
    if (files.length > 0) onFiles(files);
  };
  return (
    <Dropzone
      openRef={openDialog}
      onDrop={(files) => files.length > 0 && onFiles(files)}
      multiple
      activateOnClick={false}
      activateOnKeyboard={false}
      tabIndex={-1}
      useFsAccessApi={false}
      // A browser walks through a dropped folder itself; on the desktop its path is all that is needed.
      {...(bridge.host === 'electron' ? { getFilesFromEvent: droppedFiles } : {})}
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
        <div className="pm-row drop__buttons">
          <Button variant={isFirst ? 'filled' : 'default'} onClick={() => openDialog.current?.()}>
            {s.files.choose}
          </Button>
          <Button variant="default" onClick={() => folderInput.current?.click()}>
            {s.files.chooseFolder}
          </Button>
        </div>
        <input
          ref={folderInput}
          type="file"
          {...wholeFolders}
          hidden
          aria-label={s.files.folderInput}
          onChange={onFolder}
        />
      </div>
    </Dropzone>
  );
}
