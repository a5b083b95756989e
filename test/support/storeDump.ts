/** All databases of a studio as JSON, read and written without Dexie and without our schema: as a disk would keep them. */
import 'fake-indexeddb/auto';

interface StoreDump {
  name: string;
  keyPath: string | string[];
  autoIncrement: boolean;
  indexes: { name: string; keyPath: string | string[]; unique: boolean; multiEntry: boolean }[];
  rows: unknown[];
}

/** Suffix of the database's name ('' of the strict one) -> what was in it. */
export type StudioDump = Record<string, { version: number; stores: StoreDump[] }>;

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export async function dumpStudio(name: string): Promise<StudioDump> {
  const dump: StudioDump = {};
  const names = (await indexedDB.databases()).flatMap((database) => database.name ?? []);
  for (const each of names.filter((other) => other === name || other.startsWith(`${name}-`)).sort()) {
    const db = await asked(indexedDB.open(each));
    const transaction = db.transaction([...db.objectStoreNames], 'readonly');
    const stores: StoreDump[] = [];
    for (const storeName of db.objectStoreNames) {
      const store = transaction.objectStore(storeName);
      stores.push({
        name: storeName,
        keyPath: store.keyPath as string | string[],
        autoIncrement: store.autoIncrement,
        indexes: [...store.indexNames].map((indexName) => {
          const { keyPath, unique, multiEntry } = store.index(indexName);
          return { name: indexName, keyPath: keyPath as string | string[], unique, multiEntry };
        }),
        rows: (await asked(store.getAll())).map(toJson),
      });
    }
    dump[each.slice(name.length)] = { version: db.version, stores };
    db.close();
  }
  return dump;
}

export async function loadStudio(name: string, dump: StudioDump): Promise<void> {
  for (const [suffix, { version, stores }] of Object.entries(dump)) {
    const opening = indexedDB.open(name + suffix, version);
    opening.onupgradeneeded = () => {
      for (const { name: storeName, keyPath, autoIncrement, indexes, rows } of stores) {
        const store = opening.result.createObjectStore(storeName, { keyPath, autoIncrement });
        for (const { name: indexName, keyPath: path, unique, multiEntry } of indexes)
          store.createIndex(indexName, path, { unique, multiEntry });
        for (const row of rows) store.add(fromJson(row));
      }
    };
    (await asked(opening)).close();
  }
}

const arrayTypes = [Float64Array, Float32Array, Uint32Array, Uint16Array];

/** What JSON cannot hold: bytes and numbers that are none. */
function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  const array = arrayTypes.find((type) => value instanceof type);
  if (array) {
    const { buffer, byteOffset, byteLength } = value as Float64Array;
    return { $array: array.name, base64: Buffer.from(buffer, byteOffset, byteLength).toString('base64') };
  }
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer)
    throw new Error(`a ${value.constructor.name} in a store is not expected`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
}

function fromJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== 'object' || value === null) return value;
  if ('$bytes' in value) return new Uint8Array(Buffer.from(String(value.$bytes), 'base64'));
  const array = '$array' in value && arrayTypes.find((type) => type.name === value.$array);
  if (array && 'base64' in value)
    return new array(new Uint8Array(Buffer.from(String(value.base64), 'base64')).buffer);
  if ('$number' in value) return Number(value.$number);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromJson(item)]));
}

/** The records of a table of the strict database. */
export const rowsOf = (dump: StudioDump, table: string): Record<string, unknown>[] =>
  (dump['']?.stores.find(({ name }) => name === table)?.rows ?? []).map(
    (row) => fromJson(row) as Record<string, unknown>,
  );
