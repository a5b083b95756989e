/** Containers of Azure Blob Storage that are public, or whose address carries a shared access signature. */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { hostOf } from './hosts';
import { elements, textOf } from './readXml';
import { defineSource } from './sourceDef';
import { withoutSecrets } from './withoutSecrets';

const address = z.strictObject({
  url: z.string().trim().min(1).max(4000).meta({
    label: 'Address of the container',
    hint: 'https://account.blob.core.windows.net/container, with its signature (?sv=…&sig=…) unless it is public',
  }),
  prefix: z
    .string()
    .trim()
    .max(1000)
    .default('')
    .meta({ label: 'Folder or blob', hint: 'What its names begin with: data/2024/' }),
});
type Address = z.infer<typeof address>;

function containerOf({ url }: Address): URL {
  hostOf(url);
  const parsed = new URL(url);
  parsed.pathname = parsed.pathname.replace(/\/+$/, '');
  if (parsed.pathname.length > 1) return parsed;
  throw new TetradError({
    code: 'badInput',
    message: 'The address names no container.',
    place: parsed.host,
    hint: 'It ends with the name of a container: https://account.blob.core.windows.net/container',
  });
}

const inPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

function blobUrl(given: Address, path: string): string {
  const url = containerOf(given);
  url.pathname = `${url.pathname}/${inPath(path)}`;
  return url.href;
}

export const azure = defineSource<Address>({
  type: 'azure',
  title: 'Azure',
  about: 'A container of Azure Blob Storage, public or by a signed address. The signature is not kept.',
  address,
  parse(text) {
    const url = URL.parse(text.trim());
    const isContainer =
      (url?.hostname ?? '').endsWith('.blob.core.windows.net') && /^\/[^/]+\/?$/.test(url?.pathname ?? '');
    return isContainer ? { url: text.trim(), prefix: '' } : undefined;
  },
  bare: ({ url, prefix }) => ({ url: withoutSecrets(url), prefix }),
  host: ({ url }) => hostOf(url),
  names: () => undefined,
  listing: {
    async ask(given, _keys, { folder, next }) {
      const url = containerOf(given);
      const query = { restype: 'container', comp: 'list', delimiter: '/', prefix: folder ?? given.prefix };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      if (next) url.searchParams.set('marker', next);
      return { url: url.href };
    },
    read(body) {
      const files = elements(body, 'Blob').map((entry) => ({
        path: textOf(entry, 'Name') ?? '',
        bytes: Number(textOf(entry, 'Content-Length') ?? 0),
      }));
      const folders = elements(body, 'BlobPrefix').map((entry) => textOf(entry, 'Name') ?? '');
      const next = textOf(body, 'NextMarker');
      return { files, folders, ...(next && { next }) };
    },
  },
  file: async (given, path) => ({ url: blobUrl(given, path) }),
  origin: (given, path) => withoutSecrets(blobUrl(given, path)),
  letPagesRead: (_given, pageOrigin) =>
    `In the storage account, under Resource sharing (CORS), Blob service: allow the origin ${pageOrigin} with GET, and expose ETag.`,
});
