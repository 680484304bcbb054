/** Cookies by which somebody is known. */
export const SESSION_COOKIE = 'forthwith_session';
export const SIGN_IN_COOKIE = 'forthwith_sign_in';
/** The password was right; the code is still to come. */
export const HALF_COOKIE = 'forthwith_half';
export const OIDC_COOKIE = 'forthwith_oidc';
export const DEVICE_COOKIE = 'forthwith_device';
/** By which a browser shows that somebody there asked for the task of a link. */
export const TASK_COOKIE = 'forthwith_task';
