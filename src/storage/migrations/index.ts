/** How the strict database's schema went on after its first version: one file and one line a step, in order. */
import { blobNames } from './blobNames';
import { filesInParts } from './filesInParts';
import { jobsInLanes } from './jobsInLanes';
import { kindsAndBodies } from './kindsAndBodies';
import type { Migration } from './migration';
import { namesFound } from './namesFound';
import { runsByOwner } from './runsByOwner';

/** The steps to version 2, to version 3, … What was released once is never edited: the next step opens a version. */
export const migrations: readonly (readonly Migration[])[] = [
  [runsByOwner, jobsInLanes, filesInParts, kindsAndBodies, blobNames, namesFound],
];
