import { rowStates, type Reconciliation, type RowState } from '#contract/reconciliation';

export const size = { width: 760, height: 260 };

type NodeKey = 'read' | RowState | 'central';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface FlowNode extends Box {
  readonly key: NodeKey;
  readonly tone: string;
}

export interface Band {
  readonly key: string;
  readonly tone: string;
  readonly from: Box;
  readonly to: Box;
}

const columns = { read: 4, state: 300, central: 620 };
/** A single row must still be seen beside ten thousand. */
const leastHeight = 4;
/** Room that a state needs for its two lines of words. */
const leastSlot = 44;

/** Places the nodes and the ribbons between them; pure, so that the picture is only drawing. */
export function layOutFlow(sum: Reconciliation): { nodes: FlowNode[]; bands: Band[] } {
  const shown = rowStates.filter((state) => state === 'accepted' || sum[state] > 0);
  const free = size.height - 20 - leastSlot * (shown.length - 1);
  const heightOf = (count: number) =>
    sum.read === 0 ? leastHeight : Math.max(leastHeight, (free * count) / sum.read);
  const read: FlowNode = { key: 'read', tone: 'read', x: columns.read, y: 10, height: 0 };
  const nodes: FlowNode[] = [];
  const bands: Band[] = [];
  let stateY = 10;
  let readY = 10;
  for (const state of shown) {
    const height = heightOf(sum[state]);
    const node: FlowNode = { key: state, tone: state, x: columns.state, y: stateY + insetOf(height), height };
    nodes.push(node);
    bands.push({
      key: state,
      tone: state,
      from: { x: columns.read + 8, y: readY, height },
      to: node,
    });
    readY += height;
    stateY += Math.max(leastSlot, height + 12);
  }
  nodes.unshift({ ...read, height: readY - 10 });
  const accepted = nodes.find(({ key }) => key === 'accepted');
  if (sum.central !== null && accepted) {
    const height = sum.central === 0 ? leastHeight : Math.min(heightOf(sum.central), accepted.height);
    // A thin ribbon leaves at the top, clear of the words in the middle of the accepted rows.
    const y = accepted.y + Math.min((accepted.height - height) / 2, insetOf(height));
    const central: FlowNode = { key: 'central', tone: 'central', x: columns.central, y, height };
    nodes.push(central);
    if (sum.central > 0) {
      const from = { x: columns.state + 8, y: accepted.y, height };
      bands.push({ key: 'central', tone: 'accepted', from, to: central });
    }
  }
  return { nodes, bands };
}

/** Thin nodes sit in the middle of the room for their words. */
function insetOf(height: number): number {
  return Math.max(0, (leastSlot - 10 - height) / 2);
}
