/** Which groups a person has asked for, by run, for as long as the page is open: a report tells them too. */
export interface GroupsOfReport {
  groups?: string[];
  label?: string;
}

export const groupsAsked = new Map<string, GroupsOfReport>();

export const askGroups = (runId: string, part: GroupsOfReport): void => {
  groupsAsked.set(runId, { ...groupsAsked.get(runId), ...part });
};
