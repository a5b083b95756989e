/** Passwords by scrypt, with their own salt and cost; tokens as 256 random bits, of which only the hash is kept. */
import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const cost = { N: 2 ** 15, r: 8, p: 1 } as const;
const maxmem = 64 * 2 ** 20;
const keyBytes = 32;

const derive = (password: string, salt: Buffer, N: number): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, keyBytes, { ...cost, N, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );

export async function hashPassword(password: string, N: number = cost.N): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, N);
  return ['scrypt', N, salt.toString('base64url'), key.toString('base64url')].join('$');
}

export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, N = '', salt = '', key = ''] = stored.split('$');
  const derived = await derive(password, Buffer.from(salt, 'base64url'), Number(N));
  return timingSafeEqual(derived, Buffer.from(key, 'base64url'));
}

export const newToken = (): string => `tetrad_${randomBytes(32).toString('base64url')}`;
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
