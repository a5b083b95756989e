/** At length: no damage to a file makes a reader hang, crash or keep a part of it. */
import { expect, test } from 'vitest';
import { fuzzFixtures } from './fuzzFixtures';
import { fileReadings } from './fuzzFiles';
import { failuresIn, failuresOf } from './fuzzForTest';

const mutations = 10_000;

test.each(Object.entries(fuzzFixtures))(
  `${mutations} damaged %s files end in a table or in a refusal`,
  async (_, names) => {
    expect(await failuresOf(names, 0, mutations)).toEqual([]);
  },
  3_600_000,
);

test.each(Object.entries(fileReadings))(
  `up to ${mutations} damaged %s files are read or refused`,
  async (_, { folder, names, reading, most = mutations }) => {
    const range = { first: 0, count: Math.min(most, mutations) };
    expect(await failuresIn(new URL(`../${folder}/`, import.meta.url), names, range, reading)).toEqual([]);
  },
  3_600_000,
);
