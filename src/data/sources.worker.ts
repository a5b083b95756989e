/**
 * Composition root of the fetching worker. The build serves it from a folder of its own, with a policy of its own
 * (scripts/vite/contentSecurity.ts): it may speak to other hosts, and nothing else of the studio may.
 */
import { exposeApi } from '#/app/clients/wire';
import { openStorage } from '#/storage/openStorage';
import { createSourceService } from './sources/sourceService';

exposeApi(createSourceService(openStorage, { pageOrigin: self.location.origin }));
