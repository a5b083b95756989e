import { z } from 'zod';
import { connectionKey, type ServerConnection, type SharePolicy } from '#/core/protocol/sync';

export { connectionKey };

export const shareSchema = z.strictObject({
  what: z.enum(['all', 'chosen']),
  datasetIds: z.array(z.string().max(100)).max(10_000).default([]),
  modelIds: z.array(z.string().max(100)).max(10_000).default([]),
  withoutData: z.boolean().optional(),
});

/** Without the token. */
export const connectionSchema = z.object({
  url: z.string(),
  user: z.string(),
  workspaceId: z.string(),
  workspaceName: z.string(),
  role: z.string(),
  share: shareSchema,
});

export const roleSchema = z.enum(['owner', 'editor', 'viewer', 'runner']);

export const shareAll: SharePolicy = { what: 'all', datasetIds: [], modelIds: [] };

export function told({ token: _token, ...connection }: ServerConnection): Omit<ServerConnection, 'token'> {
  return connection;
}
