/** What the server's own operations take, from the schemas that their handlers read with. */
import type { z } from 'zod';
import { acceptance, credentials, registration, tokenWish } from '../accounts/accountHandlers';
import { named, withRole } from '../accounts/workspaceHandlers';
import { beat, givenAnswer, leaseWish } from '../jobs/runnerHandlers';
import { written } from '../log/logHandlers';
import type { OwnOperation } from '../operations';

export const bodies: Partial<Record<OwnOperation, z.ZodType>> = {
  register: registration,
  login: credentials,
  accept: acceptance,
  createToken: tokenWish,
  createWorkspace: named,
  setMember: withRole,
  invite: withRole,
  writeLog: written,
  leaseRequest: leaseWish,
  beatRequest: beat,
  answerRequest: givenAnswer,
};

/** Whole numbers and texts in the query. */
export const queries: Partial<Record<OwnOperation, Record<string, 'integer' | 'string'>>> = {
  readLog: { after: 'integer', limit: 'integer' },
  listBlobs: { after: 'string' },
};
