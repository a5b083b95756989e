/** What a file says of a value: its type and shape. */
import type { Budget } from './limits';
import { limits } from './limits';
import { elementName } from './elementTypes';
import type { FileDim, FileType, FileValue } from './onnxFile';
import { damaged, type Wire } from './wire';

export function readValue(wire: Wire, budget: Budget): FileValue {
  const value: FileValue = { name: '', doc: '' };
  budget.spend('entries');
  while (wire.next())
    if (wire.field === 1) value.name = wire.text('the name of a value');
    else if (wire.field === 2) value.type = readType(wire.inner('a type'), budget, 0);
    else if (wire.field === 3) value.doc = wire.text('a description');
    else wire.skip();
  return value;
}

export function readType(wire: Wire, budget: Budget, depth: number): FileType {
  const deeper = budget.deeper(depth);
  let type: FileType = { kind: 'unknown', text: 'unknown' };
  while (wire.next())
    if (wire.field === 1) type = tensorType(wire.inner('a type'), 'tensor');
    else if (wire.field === 8) type = tensorType(wire.inner('a type'), 'sparse');
    else if (wire.field === 4) type = around(wire.inner('a type'), 'sequence', budget, deeper);
    else if (wire.field === 9) type = around(wire.inner('a type'), 'optional', budget, deeper);
    else if (wire.field === 5) type = mapType(wire.inner('a type'), budget, deeper);
    else wire.skip();
  return type;
}

function tensorType(wire: Wire, kind: 'tensor' | 'sparse'): FileType {
  let element: number | undefined;
  let shape: FileDim[] | undefined;
  while (wire.next())
    if (wire.field === 1) element = wire.number('an element type');
    else if (wire.field === 2) shape = readShape(wire.inner('a shape'));
    else wire.skip();
  const text = `${kind === 'sparse' ? 'sparse ' : ''}${elementName(element)}${shapeText(shape)}`;
  return { kind, element, shape, text };
}

export const shapeText = (shape: readonly FileDim[] | undefined): string =>
  shape === undefined ? '' : ` [${shape.join(', ')}]`;

function readShape(wire: Wire): FileDim[] {
  const shape: FileDim[] = [];
  while (wire.next())
    if (wire.field === 1) shape.push(readDim(wire.inner('a size')));
    else wire.skip();
  if (shape.length > limits.rank) throw damaged(`a shape has ${shape.length} sizes.`);
  return shape;
}

function readDim(wire: Wire): FileDim {
  let dim: FileDim = '?';
  while (wire.next())
    if (wire.field === 1) dim = wire.number('a size');
    else if (wire.field === 2) dim = wire.text('the name of a size') || '?';
    else wire.skip();
  // Some writers say -1 of what is not known.
  return typeof dim === 'number' && dim < 0 ? '?' : dim;
}

function around(wire: Wire, kind: 'sequence' | 'optional', budget: Budget, depth: number): FileType {
  let inside: FileType | undefined;
  while (wire.next())
    if (wire.field === 1) inside = readType(wire.inner('a type'), budget, depth);
    else wire.skip();
  return { kind, text: `${kind} of ${inside?.text ?? '?'}` };
}

function mapType(wire: Wire, budget: Budget, depth: number): FileType {
  let [key, value] = ['?', '?'];
  while (wire.next())
    if (wire.field === 1) key = elementName(wire.number('an element type'));
    else if (wire.field === 2) value = readType(wire.inner('a type'), budget, depth).text;
    else wire.skip();
  return { kind: 'map', text: `map from ${key} to ${value}` };
}
