import { PathSegment } from '../objects';

/** Names the keys of a gateway in fleet.yaml that a prop may come from. */
export function gatewayKeys(prop: readonly PathSegment[]): readonly (readonly PathSegment[])[] {
  const [first, ...rest] = prop;
  if (first === 'spec' || first === 'metadata') {
    // A gateway that exists already is its object itself: no construct stands between it and its file.
    return gatewayKeys(rest);
  }
  if (first === 'gatewayClassName') {
    return [['class', 'name']];
  }
  if (first === 'gatewayClass') {
    return [['class', ...rest]];
  }
  return first === 'domain' ? [prop, ['domains', ...rest]] : [prop];
}

/** Names the keys of a data store in fleet.yaml that a prop may come from. */
export function dataStoreKeys(prop: readonly PathSegment[]): readonly (readonly PathSegment[])[] {
  return prop[0] === 'metadata' ? [prop.slice(1)] : [prop];
}
