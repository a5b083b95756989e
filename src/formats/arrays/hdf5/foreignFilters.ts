/**
 * Filters that HDF5 loads as plugins and that are not here. Numbers and names as registered:
 * https://github.com/HDFGroup/hdf5_plugins/blob/master/docs/RegisteredFilterPlugins.md
 */
const names: Record<number, string> = {
  305: 'LZO',
  307: 'bzip2',
  32000: 'LZF',
  32001: 'Blosc',
  32004: 'LZ4',
  32008: 'Bitshuffle',
  32013: 'ZFP',
  32015: 'Zstandard',
  32017: 'SZ',
  32024: 'SZ3',
  32026: 'Blosc2',
};

/** Those of the library itself: deflate, shuffle, fletcher32, szip, nbit, scaleoffset. */
const lastOwn = 6;

/** "LZF (filter 32000)"; undefined when the library has all of them. */
export function foreignFilters(filters: readonly { id: number; name: string }[]): string | undefined {
  const foreign = filters.filter(({ id }) => id > lastOwn);
  if (foreign.length === 0) return undefined;
  return foreign.map(({ id, name }) => `${names[id] ?? (name || 'unknown')} (filter ${id})`).join(' and ');
}

const lzf = 32000;

/** What to type to have gzip instead. LZF comes with h5py and seldom without it. */
export function repackHint(filters: readonly { id: number }[], path: string, fileName: string): string {
  if (filters.some(({ id }) => id === lzf))
    return `Compress it with gzip instead, in Python: “h5py.File("repacked-${fileName}", "a").create_dataset("${path}", data=h5py.File("${fileName}")["${path}"][:], compression="gzip")”.`;
  return `Compress it with gzip instead, where that filter is installed: “h5repack -f ${path}:GZIP=4 ${fileName} repacked-${fileName}”.`;
}
