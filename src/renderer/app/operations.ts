import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { Bridge } from '#contract/bridge';
import { fault, FaultError } from '#contract/faults';
import type { OperationInput, OperationName, Reply } from '#contract/operations';
import type { Result } from '#contract/result';
import { useEngine } from './engine.tsx';
import { invalidate } from './invalidation.ts';

/**
 * Calls an operation.
 * @throws FaultError for every failure, so that queries and mutations know one kind of error only.
 */
export async function callOperation<Name extends OperationName>(
  bridge: Bridge,
  name: Name,
  input: OperationInput<Name>,
): Promise<Reply<Name>> {
  let result: Result<Reply<Name>>;
  try {
    result = await bridge.call(name, input);
  } catch (cause) {
    throw new FaultError(fault('app.internal', { operation: name }), { cause });
  }
  if (result.ok) return result.value;
  throw new FaultError(result.fault);
}

interface AskOptions {
  readonly enabled?: boolean;
  /** How long an answer is kept after no screen shows it; 0 for answers with patients' data. */
  readonly keepMs?: number;
  /** What to show while another question of the same kind is being answered: the answer before. */
  readonly keepPrevious?: boolean;
}

/** The answer of a reading operation, kept true by the engine's events. */
export function useOperation<Name extends OperationName>(
  name: Name,
  input: OperationInput<Name>,
  { enabled = true, keepMs = 300_000, keepPrevious = false }: AskOptions = {},
): UseQueryResult<Reply<Name>, FaultError> {
  const { bridge } = useEngine();
  return useQuery<Reply<Name>, FaultError>({
    queryKey: [name, input],
    queryFn: () => callOperation(bridge, name, input),
    enabled,
    gcTime: keepMs,
    // What is not to be kept is not to be shown from memory either: a file on disk may be another one by now.
    ...(keepMs === 0 ? { staleTime: 0 } : {}),
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

interface ChangeOptions<Name extends OperationName> {
  /**
   * What the screen does on success. Given here, and not to `mutate`, because the engine's events may come before its
   * answer and take away the part of the screen that asked; this is called all the same.
   */
  readonly onSuccess?: (reply: Reply<Name>, input: OperationInput<Name>) => void;
}

/** A changing operation, or the start of a task. What it may have changed is asked for again when it succeeds. */
export function useOperationMutation<Name extends OperationName>(
  name: Name,
  { onSuccess }: ChangeOptions<Name> = {},
): UseMutationResult<Reply<Name>, FaultError, OperationInput<Name>> {
  const { bridge, tasks } = useEngine();
  const queries = useQueryClient();
  return useMutation<Reply<Name>, FaultError, OperationInput<Name>>({
    mutationFn: (input) => callOperation(bridge, name, input),
    onSuccess: (reply, input) => {
      onSuccess?.(reply, input);
      void tasks.refresh();
      void invalidate(queries, 'workspace');
    },
  });
}
