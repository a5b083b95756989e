/** One thing the worker answers in place of the network. */
export interface Route {
  /** `clientId`: of the page that asks; empty of a navigation. undefined: not mine, the next one is asked; nobody's goes to the network untouched. */
  answer(request: Request, url: URL, clientId: string): Promise<Response> | undefined;
}
