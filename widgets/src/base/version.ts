/** The version of this copy; a test holds it equal to package.json, which the bundle must not carry. */
export const version = '0.1.0';
