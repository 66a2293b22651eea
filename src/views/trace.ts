/** A forward pass layer by layer, as the book derives it in §3.4. */
import { formatShape, type NdArray } from '../engine/array.js';
import type { LayerTrace, Network } from '../engine/network.js';
import { t } from '../text.js';

export function formatTrace(network: Network, x: NdArray, trace: readonly LayerTrace[]): string {
  const layers = trace.map(({ layer, activation, a, z }, i) => {
    const { weight, bias } = network.layers[i]!;
    const input = i === 0 ? 'X' : `Z${i}`;
    const inputShape = i === 0 ? x.shape : trace[i - 1]!.z.shape;
    const shapes = `${formatShape(inputShape)} · ${formatShape(weight.shape)} + ${formatShape(bias.shape)} → ${formatShape(a.shape)}`;
    return [
      t`layer ${layer}  ${shapes}`,
      assignment(`  A${layer} = ${input}·W${layer} + B${layer} = `, a),
      assignment(`  Z${layer} = ${activation}(A${layer}) = `, z),
    ].join('\n');
  });
  const last = trace.at(-1)!;
  return [assignment('X = ', x), ...layers, assignment('Y = ', last.z)].join('\n\n');
}

/** More values in a row than this are told of in figures. */
const FEW = 16;

/** Further lines stand below the first. */
function assignment(head: string, value: NdArray): string {
  const text = (value.shape.at(-1) ?? 0) > FEW ? summarize(value) : String(value);
  return head + text.replaceAll('\n', `\n${' '.repeat(head.length)}`);
}

/** The ends of the first row, and between what all values lie. */
function summarize({ data, shape }: NdArray): string {
  const values = Array.from(data);
  const columns = shape.at(-1)!;
  const row = values.slice(0, columns).map((value) => value.toFixed(4));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const figures = [least, most, mean].map((value) => value.toFixed(4));
  return `[${row.slice(0, 3).join(' ')} … ${row.slice(-3).join(' ')}]\n${t`${values.length} values from ${figures[0]} to ${figures[1]}, mean ${figures[2]}`}`;
}
