import { expect, test } from 'vitest';
import { newEventCutter } from '../../src/renderer/app/event-stream.ts';

const text =
  'retry: 1000\n\nevent: workspace.changed\ndata: {"what":"files"}\n\n: still here\n\nevent: task.progress\ndata: {"done":1}\n\n';
const events = [
  { topic: 'workspace.changed', data: '{"what":"files"}' },
  { topic: 'task.progress', data: '{"done":1}' },
];

test.each([1, 2, 3, 7, 40, 1000])('events come out whole from pieces of %i characters', (size) => {
  const cut = newEventCutter();
  const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.slice(at * size, (at + 1) * size),
  );
  expect(pieces.flatMap((piece) => cut(piece))).toEqual(events);
});

test('an event that was cut short is none', () => {
  expect(newEventCutter()('event: task.progress\ndata: {"done":1}\n')).toEqual([]);
});
