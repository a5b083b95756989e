/** Any address of one file. */
import { z } from 'zod';
import { hostOf } from './hosts';
import { defineSource } from './sourceDef';
import { nameInPath, withoutSecrets } from './withoutSecrets';

const address = z.strictObject({
  url: z.string().trim().min(1).max(4000).meta({ label: 'Address', hint: 'https://example.org/data.csv' }),
});
type Address = z.infer<typeof address>;

/** A page of GitHub about a file, and the file itself, which pages may read. */
const aboutFile = /^https:\/\/github\.com\/([^/]+)\/([^/]+)\/(?:blob|raw)\/(.+)$/;

const asked = ({ url }: Address): string =>
  url.trim().replace(aboutFile, 'https://raw.githubusercontent.com/$1/$2/$3');

export const url = defineSource<Address>({
  type: 'url',
  title: 'Address',
  about: 'A file at an address. Signed addresses work; the signature is not kept.',
  address,
  parse: (text) => (/^https?:\/\/\S+$/i.test(text.trim()) ? { url: text.trim() } : undefined),
  bare: (given) => ({ url: withoutSecrets(given.url) }),
  host: (given) => hostOf(asked(given)),
  names: (given) => nameInPath(URL.parse(asked(given))?.pathname ?? ''),
  async file(given) {
    const parsed = URL.parse(asked(given));
    // Browsers refuse a request with a name and password in its address.
    const login = parsed?.username ? `${parsed.username}:${parsed.password}` : undefined;
    if (!parsed || !login) return { url: asked(given) };
    parsed.username = '';
    parsed.password = '';
    return { url: parsed.href, headers: { Authorization: `Basic ${btoa(decodeURIComponent(login))}` } };
  },
  origin: (given) => withoutSecrets(asked(given)),
});
