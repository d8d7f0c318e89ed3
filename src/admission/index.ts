export * from './admit';
export * from './diagnose';
export * from './kind-schema';
export * from './schema-set';
export * from './verdict';
