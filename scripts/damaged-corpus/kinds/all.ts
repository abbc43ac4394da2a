import type { DamageKind } from '../kind.ts';
import { dialectKinds } from './dialects.ts';

export const kinds: readonly DamageKind[] = [...dialectKinds];
