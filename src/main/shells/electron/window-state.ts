import { nativeTheme, screen, type BrowserWindow, type Rectangle } from 'electron';
import Store from 'electron-store';
import { z } from 'zod';

const bounds = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(400),
  height: z.number().min(300),
});
const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const defaultSize = { width: 1280, height: 860 };

/** Where the window stood and how it looked: the one thing that the shell itself keeps, in window.json. */
export class WindowState {
  readonly #store = new Store<Record<string, unknown>>({ name: 'window', clearInvalidConfig: true });

  /** The last bounds, if a screen that is connected now still shows them. */
  initialBounds(): Partial<Rectangle> {
    const saved = bounds.safeParse(this.#store.get('bounds'));
    return saved.success && isOnScreen(saved.data) ? saved.data : defaultSize;
  }

  wasMaximised(): boolean {
    return this.#store.get('maximised') === true;
  }

  remember(window: BrowserWindow): void {
    this.#store.set({ bounds: window.getNormalBounds(), maximised: window.isMaximized() });
  }

  theme(): Theme {
    return z.enum(themes).catch('system').parse(this.#store.get('theme'));
  }

  applyTheme(theme: Theme): void {
    nativeTheme.themeSource = theme;
    this.#store.set('theme', theme);
  }
}

function isOnScreen({ x, y, width, height }: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  const isApart =
    x + width <= workArea.x ||
    y + height <= workArea.y ||
    x >= workArea.x + workArea.width ||
    y >= workArea.y + workArea.height;
  return !isApart;
}
