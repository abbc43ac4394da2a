/**
 * The page's policy forbids code made from text. The schema library would try it once and fall back, which browsers
 * report as a violation; told so under this global name before it loads, it does not try.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
