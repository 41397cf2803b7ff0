/** What an element of a form holds: its value at first, and what Slack's client refuses. */

/** The value an element begins with: text, an option's value, an id, or a list of those. */
export function initialValue(element) {
  switch (element.type) {
    case "static_select":
    case "external_select":
    case "radio_buttons":
      return element.initial_option?.value ?? null;
    case "multi_static_select":
    case "multi_external_select":
    case "checkboxes":
      return (element.initial_options ?? []).map((option) => option.value);
    case "users_select": return element.initial_user ?? null;
    case "multi_users_select": return element.initial_users ?? [];
    case "conversations_select": return element.initial_conversation ?? null;
    case "multi_conversations_select": return element.initial_conversations ?? [];
    case "channels_select": return element.initial_channel ?? null;
    case "multi_channels_select": return element.initial_channels ?? [];
    case "datepicker": return element.initial_date ?? "";
    case "timepicker": return element.initial_time ?? "";
    case "datetimepicker": return element.initial_date_time ?? "";
    default: return element.initial_value ?? "";
  }
}

export const isEmpty = (value) =>
  value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

/** What Slack's own client refuses before it sends a form; null if nothing. */
export function fault(element, value, optional) {
  if (isEmpty(value)) return optional ? null : "Please complete this required field.";
  const text = String(value);
  const { min_length: least = 0, max_length: most = Infinity } = element;
  if (text.length < least) return `Please enter at least ${least} characters.`;
  if (text.length > most) return `Please enter no more than ${most} characters.`;
  if (element.type === "number_input") return numberFault(element, Number(text));
  if (element.type === "email_text_input" && !EMAIL.test(text)) return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !URL_TEXT.test(text)) return "Please enter a valid URL.";
  return null;
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const URL_TEXT = /^https?:\/\/\S+$/i;

function numberFault(element, number) {
  if (Number.isNaN(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number)) return "Please enter a whole number.";
  const { min_value: least = -Infinity, max_value: most = Infinity } = element;
  if (number < Number(least)) return `Please enter a number of at least ${least}.`;
  if (number > Number(most)) return `Please enter a number no larger than ${most}.`;
  return null;
}
