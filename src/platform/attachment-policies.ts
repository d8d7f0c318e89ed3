import { AttachmentPolicies } from '../gateway-api/attachment/policies';
import { TargetPlatform } from './target-platform';

/** Says how the controller of a platform decides what the Gateway API leaves to it; without a controller, as the conformance tests ask. */
export function attachmentPolicies(platform: TargetPlatform): AttachmentPolicies {
  return platform.controller?._facts.attachment ?? {};
}
