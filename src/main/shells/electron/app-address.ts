/** Where the screens live under Electron: a scheme of their own, so that no page from a disk or a network shares it. */
export const appScheme = 'app';
export const appHost = 'practice-migrator';
const appOrigin = `${appScheme}://${appHost}`;
export const startUrl = `${appOrigin}/index.html`;

/** The part of Electron's WebFrameMain that tells who speaks. */
interface Frame {
  readonly origin: string;
  readonly parent: unknown;
}

/** Whether a message was sent by the program's own page, by itself and not by something embedded in it. */
export function isOwnTopFrame(frame: Frame | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === appOrigin;
}
