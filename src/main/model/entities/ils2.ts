import type { Entity } from '../entity.ts';
import { patient } from './patient.ts';

/** The entities of the target `ils2` (optics), in the order in which they are uploaded. */
export const ils2: readonly Entity[] = [patient];

export function findEntity(name: string): Entity | undefined {
  return ils2.find((entity) => entity.name === name);
}
