/** Codecs of an array that the library does not have, so that it is left out before anybody maps it. */

interface Codec {
  /** Version 3. */
  name?: unknown;
  configuration?: { codecs?: unknown; index_codecs?: unknown };
  /** Version 2. */
  id?: unknown;
}

const listOf = (value: unknown): Codec[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (item): item is Codec => typeof item === 'object' && item !== null,
  );

/** `metadata`: of .zarray or zarr.json. What is not as it should be is left to the library to refuse. */
export function unknownCodecs(metadata: unknown, knows: (name: string) => boolean): string[] {
  const [{ codecs, compressor, filters } = {}] = listOf(metadata) as {
    codecs?: unknown;
    compressor?: unknown;
    filters?: unknown;
  }[];
  const ids = [...listOf(filters), ...listOf(compressor)].map(({ id }) => String(id));
  return [
    ...ids.filter((id) => !knows(`numcodecs.${id}`)),
    ...namesIn(codecs).filter((name) => !knows(name)),
  ];
}

/** A shard is no codec of its own: it has some inside. */
const namesIn = (codecs: unknown): string[] =>
  listOf(codecs).flatMap(({ name, configuration }) =>
    name === 'sharding_indexed'
      ? [...namesIn(configuration?.codecs), ...namesIn(configuration?.index_codecs)]
      : [String(name)],
  );
