type Callback = (...args: unknown[]) => unknown;

interface Spoken {
  readonly kind: 'expose' | 'call' | 'return' | 'settle';
  readonly id: number;
  /** Name of what is exposed, or number of the function that is called. */
  readonly key?: string;
  readonly value?: unknown;
  readonly error?: string;
  readonly isPromise?: boolean;
}

/**
 * One world's end of the bridge between a page and its preload; both ends run this code with the two directions
 * swapped. The worlds share the page's event targets and no objects: a CustomEvent's detail is copied from one to
 * the other, and dispatching is synchronous, so a call can return its value at once, as under Electron.
 *
 * The class is sent to Chromium as text: it uses nothing from outside itself.
 */
export class BridgeEnd {
  readonly #spokenName: string;
  readonly #offered = new Map<number, Callback>();
  readonly #numbers = new WeakMap<Callback, number>();
  readonly #returns = new Map<number, Spoken>();
  readonly #promises = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  /** Takes over what the other end exposes. */
  onExpose: (key: string, value: unknown) => void = () => {};

  constructor(heardName: string, spokenName: string) {
    this.#spokenName = spokenName;
    window.addEventListener(heardName, (event) => this.#hear((event as CustomEvent<Spoken>).detail));
  }

  expose(key: string, value: unknown): void {
    this.#speak({ kind: 'expose', id: 0, key, value: this.#encode(value) });
  }

  #speak(detail: Spoken): void {
    window.dispatchEvent(new CustomEvent(this.#spokenName, { detail }));
  }

  #hear(spoken: Spoken): void {
    if (spoken.kind === 'expose') this.onExpose(spoken.key ?? '', this.#decode(spoken.value));
    else if (spoken.kind === 'call') this.#answer(spoken);
    else if (spoken.kind === 'return') this.#returns.set(spoken.id, spoken);
    else this.#settle(spoken);
  }

  #settle({ id, error, value }: Spoken): void {
    const promise = this.#promises.get(id);
    this.#promises.delete(id);
    if (error === undefined) promise?.resolve(this.#decode(value));
    else promise?.reject(new Error(error));
  }

  #answer({ id, key, value }: Spoken): void {
    try {
      const result = this.#offered.get(Number(key))?.(...(this.#decode(value) as unknown[]));
      if (!(result instanceof Promise))
        return this.#speak({ kind: 'return', id, value: this.#encode(result) });
      this.#speak({ kind: 'return', id, isPromise: true });
      result.then(
        (settled) => this.#speak({ kind: 'settle', id, value: this.#encode(settled) }),
        (error: unknown) => this.#speak({ kind: 'settle', id, error: String(error) }),
      );
    } catch (error) {
      this.#speak({ kind: 'return', id, error: String(error) });
    }
  }

  #call(callbackId: number, args: unknown[]): unknown {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#speak({ kind: 'call', id, key: String(callbackId), value: this.#encode(args) });
    const returned = this.#returns.get(id);
    this.#returns.delete(id);
    if (returned?.error !== undefined) throw new Error(returned.error);
    if (!returned?.isPromise) return this.#decode(returned?.value);
    const promise = Promise.withResolvers<unknown>();
    this.#promises.set(id, promise);
    return promise.promise;
  }

  /** Functions become numbers that the other end can call. */
  #encode(value: unknown): unknown {
    return this.#mapDeep(value, (item) => {
      if (typeof item !== 'function') return item;
      const callback = item as Callback;
      this.#lastId += 1;
      const id = this.#numbers.get(callback) ?? this.#lastId;
      this.#numbers.set(callback, id);
      this.#offered.set(id, callback);
      return { $callback: id };
    });
  }

  #decode(value: unknown): unknown {
    return this.#mapDeep(value, (item) => {
      if (typeof item !== 'object' || item === null || !('$callback' in item)) return item;
      const callbackId = Number(item.$callback);
      return (...args: unknown[]) => this.#call(callbackId, args);
    });
  }

  #mapDeep(value: unknown, change: (value: unknown) => unknown): unknown {
    const changed = change(value);
    const isLeaf = typeof value !== 'object' || value === null || value instanceof Blob;
    if (changed !== value || isLeaf) return changed;
    if (Array.isArray(value)) return value.map((item) => this.#mapDeep(item, change));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#mapDeep(item, change)]));
  }
}
