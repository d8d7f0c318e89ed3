export * from './dns-records';
export * from './fleet';
export * from './fleet-app';
export * from './synthesize-fleet';
