export function killedRun(
  architecture: object,
  options: {
    profile: string;
    origin: string;
    kills: number;
    seconds: number;
    random: () => number;
    moments?: ('any' | 'saving' | 'later' | 'ending')[];
  },
): Promise<{ afterCheckpoint: number; identical: boolean; lost: string[]; why: string }>;
