/** Nothing to do; but without a file of this name here the build takes the program's own, from the directories above. */
export function register(): void {}
