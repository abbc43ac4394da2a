import { lintCatalog } from '../central/catalog-lint.ts';
import type { Act } from './act.ts';
import { type ActKind, actsByKind } from './acts.ts';
import { beginAttack, type Battlefield, secretsOf, stateOf } from './battlefield.ts';

export type Direction = 0 | 1;

/** What went wrong in one act: empty when it ended as expected and showed or changed nothing of the other practice. */
export async function perform(field: Battlefield, act: Act, attacker: Direction): Promise<string[]> {
  const attack = await beginAttack(field, attacker);
  const findings: string[] = [];
  let before = await stateOf(field.central, attack.foe);
  const expectUnchanged = async (): Promise<void> => {
    if ((await stateOf(field.central, attack.foe)) !== before) {
      findings.push(`${act.name}: changes the other practice`);
    }
  };
  // What the other practice does itself is no change by the attacker.
  const foeUploads = async (records: number): Promise<void> => {
    await expectUnchanged();
    await attack.foeUploads(records);
    before = await stateOf(field.central, attack.foe);
  };
  const seen: string[] = [];
  attack.client.on('notice', (notice) => seen.push(JSON.stringify(notice)));
  let outcome = 'own';
  try {
    const answer = await act.run({ ...attack, foeUploads });
    seen.push(JSON.stringify(rowsOf(answer)));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    outcome = 'code' in error ? String(error.code) : error.message;
    seen.push(JSON.stringify(error, Object.getOwnPropertyNames(error)));
  } finally {
    await attack.client.end();
  }
  if (outcome !== act.expected) findings.push(`${act.name}: ${outcome}, expected ${act.expected}`);
  const text = seen.join('\n');
  // A refusal may repeat what the attacker wrote itself, such as a role's name; values it cannot have written.
  const secrets = outcome === 'own' ? secretsOf(attack.foe) : [attack.foe.mark];
  if (secrets.some((secret) => text.includes(secret))) {
    findings.push(`${act.name}: shows something of the other practice`);
  }
  await expectUnchanged();
  return findings;
}

/** The acts of one kind from one side, then the catalog's walls; all findings. */
export async function performKind(field: Battlefield, kind: ActKind): Promise<string[]> {
  const findings: string[] = [];
  for (const act of actsByKind[kind]) findings.push(...(await perform(field, act, 0)));
  const walls = await lintCatalog(field.central.admin);
  return [...findings, ...walls.filter((wall) => !wall.includes('api.careless()'))];
}

function rowsOf(answer: unknown): unknown {
  return typeof answer === 'object' && answer !== null && 'rows' in answer ? answer.rows : answer;
}
