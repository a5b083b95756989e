/** Public buckets of Google Cloud Storage, through its JSON interface, which every page may read. */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { hostOf } from './hosts';
import { defineSource } from './sourceDef';

const standardEndpoint = 'https://storage.googleapis.com';

const address = z.strictObject({
  bucket: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{1,221}$/i, 'A name such as my-bucket')
    .meta({ label: 'Bucket', hint: 'Of a public bucket. A signed URL is an address.' }),
  prefix: z
    .string()
    .trim()
    .max(1000)
    .default('')
    .meta({ label: 'Folder or object', hint: 'What its names begin with: data/2024/' }),
  endpoint: z.string().trim().max(500).default(standardEndpoint).meta({ label: 'Endpoint', advanced: true }),
});
type Address = z.infer<typeof address>;

const listed = z.object({
  items: z.array(z.object({ name: z.string(), size: z.string().optional() })).default([]),
  prefixes: z.array(z.string()).default([]),
  nextPageToken: z.string().optional(),
});

const endpointOf = ({ endpoint }: Address): string => (endpoint || standardEndpoint).replace(/\/+$/, '');
const objects = (given: Address): string =>
  `${endpointOf(given)}/storage/v1/b/${encodeURIComponent(given.bucket)}/o`;

export const gcs = defineSource<Address>({
  type: 'gcs',
  title: 'Google',
  about: 'A public bucket of Google Cloud Storage.',
  address,
  parse(text) {
    const [, bucket, prefix = ''] = /^gs:\/\/([^/]+)\/?(.*)$/i.exec(text.trim()) ?? [];
    return bucket ? { bucket, prefix, endpoint: standardEndpoint } : undefined;
  },
  bare: (given) => given,
  host: (given) => hostOf(endpointOf(given)),
  names: () => undefined,
  listing: {
    async ask(given, _keys, { folder, next }) {
      const url = new URL(objects(given));
      url.searchParams.set('prefix', folder ?? given.prefix);
      url.searchParams.set('delimiter', '/');
      url.searchParams.set('fields', 'items(name,size),prefixes,nextPageToken');
      if (next) url.searchParams.set('pageToken', next);
      return { url: url.href };
    },
    read(body, _headers, given) {
      const parsed = listed.safeParse(JSON.parse(body));
      if (!parsed.success)
        throw new TetradError({
          code: 'badInput',
          message: 'The answer is not the list of a bucket.',
          place: `bucket ${given.bucket}`,
          hint: 'Look at the name of the bucket and at the endpoint.',
        });
      const { items, prefixes, nextPageToken } = parsed.data;
      return {
        files: items
          .filter(({ name }) => !name.endsWith('/'))
          .map(({ name, size }) => ({ path: name, ...(size !== undefined && { bytes: Number(size) }) })),
        folders: prefixes,
        ...(nextPageToken && { next: nextPageToken }),
      };
    },
  },
  file: async (given, path) => ({ url: `${objects(given)}/${encodeURIComponent(path)}?alt=media` }),
  origin: ({ bucket }, path) => `gs://${bucket}/${path}`,
});
