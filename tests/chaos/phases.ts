export interface WorkerOrders {
  readonly root: string;
  readonly dataFolder: string;
  readonly workspace: string;
  readonly secret: string;
  readonly file: string;
  readonly batchSize: number;
}

/** What the worker goes through, in this order; it prints each name when it enters it. */
export const phases = ['open', 'stage', 'check', 'upload', 'verify', 'done'] as const;
export type Phase = (typeof phases)[number];
