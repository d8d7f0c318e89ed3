export * from './kamaji-fields';
export * from './kamaji-release';
