import { expect, it } from 'vitest';
import { exampleBody, fetchText } from './requestText';

const request = {
  method: 'POST',
  path: '/ml/models',
  body: '{\n  "name": "it\'s \\"so\\"",\n  "family": "mlp"\n}',
};

it('is a program that asks the same', () => {
  expect(fetchText(request)).toBe(`const response = await fetch("/ml/models", {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    "name": "it's \\"so\\"",
    "family": "mlp"
  }),
});
const answer = await response.json();`);
});

it('an example has what is required, and what is referred to', () => {
  const schema = {
    type: 'object',
    properties: {
      a: { type: 'integer', minimum: 2 },
      b: { $ref: '#/components/schemas/B' },
      c: { type: 'string' },
    },
    required: ['a', 'b'],
  };
  expect(exampleBody(schema, { B: { enum: ['x', 'y'] } })).toEqual({ a: 2, b: 'x' });
});
