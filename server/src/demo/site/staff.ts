export const staffPage = () => '';
