/** No damage to a file makes a reader hang, crash or keep a part of it. */
import { expect, test } from 'vitest';
import { fuzzFixtures } from './fuzzFixtures';
import { failuresOf } from './fuzzForTest';

const mutations = 150;

test.each(Object.entries(fuzzFixtures))(
  `${mutations} damaged %s files end in a table or in a refusal`,
  async (_, names) => {
    expect(await failuresOf(names, 0, mutations)).toEqual([]);
  },
  120_000,
);
