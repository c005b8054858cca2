/** `algorithm_family_tech_name` of the one family that is reviewed. */
export const PIH_FAMILY = 'acne.post_inflammatory_hyperpigmentation';
/** Its `result.algorithm_tech_name`. */
export const PIH_TECH_NAME = 'post_inflammatory_hyperpigmentation';
