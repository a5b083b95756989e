/** Composition root of the data worker: storage behind the data API. */
import { exposeApi } from '#/app/clients/wire';
import { openStorage } from '#/storage/openStorage';
import { createDataService } from './dataService';

exposeApi(createDataService(openStorage));
