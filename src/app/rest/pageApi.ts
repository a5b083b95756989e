/** The API over the commands of this page. */
import { commandInfos } from '../commandInfo';
import { commands } from '../dispatch';
import { whenServices } from '../services';
import { type Api, createApi } from './answer';
import { createIdempotency } from './idempotency';
import { trainingEvents } from './trainingEvents';

export async function pageApi(): Promise<Api> {
  const { jobs } = await whenServices();
  return createApi({
    run: (name, input) => commands.dispatch(name, input),
    commands: () => commandInfos(commands.all),
    idempotency: createIdempotency(),
    events: (job, request) => trainingEvents(job, request, (id) => jobs.get(id)),
  });
}
