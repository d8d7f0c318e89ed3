export * from './check-platform';
export * from './platform-controller';
export * from './target-platform';
