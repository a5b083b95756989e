/** Damaged texts, arrays, sounds, images and archives: each is read, or refused in words that name it. */
import { expect, test } from 'vitest';
import { fileReadings } from './fuzzFiles';
import { failuresIn } from './fuzzForTest';

const mutations = 80;

test.each(Object.entries(fileReadings))(
  `${mutations} damaged %s files are read or refused`,
  async (_, { folder, names, reading }) => {
    const range = { first: 0, count: mutations };
    expect(await failuresIn(new URL(`../${folder}/`, import.meta.url), names, range, reading)).toEqual([]);
  },
  120_000,
);
