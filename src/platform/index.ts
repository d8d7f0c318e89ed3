export * from './check-platform';
export * from './target-platform';
