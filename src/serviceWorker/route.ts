/** One thing the worker answers in place of the network. */
export interface Route {
  /** undefined: not mine, the next one is asked; nobody's goes to the network untouched. */
  answer(request: Request, url: URL): Promise<Response> | undefined;
}
