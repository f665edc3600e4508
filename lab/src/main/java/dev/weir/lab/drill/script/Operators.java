package dev.weir.lab.drill.script;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the operators and built-in functions of Python do with the values of {@link Expression}. */
final class Operators {
    private static final int MOST_ITEMS = 100_000;

    private Operators() {}

    static boolean isTrue(Object value) {
        return switch (value) {
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String text -> !text.isEmpty();
            case List<?> list -> !list.isEmpty();
            default -> true;
        };
    }

    static long whole(Object value) {
        if (value instanceof Long number) return number;
        throw new IllegalArgumentException(value + " is not a whole number");
    }

    private static double number(Object value) {
        if (value instanceof Number number) return number.doubleValue();
        throw new IllegalArgumentException(value + " is not a number");
    }

    static Object apply(String operator, Object a, Object b) {
        if (operator.equals("%") && a instanceof String format) return format + " % " + b;
        if (operator.equals("+") && a instanceof String first && b instanceof String second) return first + second;
        if (operator.equals("/")) return number(a) / nonZero(number(b));
        if (a instanceof Long x && b instanceof Long y) return ofWholes(operator, x, y);
        double x = number(a);
        double y = number(b);
        return switch (operator) {
            case "+" -> x + y;
            case "-" -> x - y;
            case "*" -> x * y;
            case "//" -> Math.floor(x / nonZero(y));
            case "%" -> x - y * Math.floor(x / nonZero(y));
            case "**" -> StrictMath.pow(x, y);
            default -> throw new IllegalArgumentException(operator + " does not apply to " + a + " and " + b);
        };
    }

    private static Object ofWholes(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "//" -> Math.floorDiv(a, (long) nonZero(b));
            case "%" -> Math.floorMod(a, (long) nonZero(b));
            case "**" -> (long) StrictMath.pow(a, b);
            case "&" -> a & b;
            case "|" -> a | b;
            case "^" -> a ^ b;
            case "<<" -> a << b;
            case ">>" -> a >> b;
            default -> throw new IllegalArgumentException("unknown operator " + operator);
        };
    }

    private static double nonZero(double divisor) {
        if (divisor == 0) throw new IllegalArgumentException("division by zero");
        return divisor;
    }

    static boolean compare(String operator, Object a, Object b) {
        return switch (operator) {
            case "==", "is" -> equal(a, b);
            case "!=", "is not" -> !equal(a, b);
            case "in" -> contains(a, b);
            case "not in" -> !contains(a, b);
            default -> {
                int order = a instanceof String x && b instanceof String y
                        ? x.compareTo(y) : Double.compare(number(a), number(b));
                yield switch (operator) {
                    case "<" -> order < 0;
                    case "<=" -> order <= 0;
                    case ">" -> order > 0;
                    default -> order >= 0;
                };
            }
        };
    }

    private static boolean equal(Object a, Object b) {
        return a instanceof Number x && b instanceof Number y ? x.doubleValue() == y.doubleValue() : a.equals(b);
    }

    private static boolean contains(Object item, Object container) {
        if (container instanceof String text) return text.contains(item.toString());
        if (container instanceof List<?> list) return list.stream().anyMatch(each -> equal(each, item));
        throw new IllegalArgumentException(container + " contains nothing");
    }

    /** What a built-in function answers; null if there is none of this name. */
    static Object invoke(String function, List<Object> arguments) {
        Object first = arguments.isEmpty() ? null : arguments.getFirst();
        return switch (function) {
            case "abs" -> {
                demand(first);
                yield isTrue(compare("<", first, 0L) ? 1L : 0L) ? apply("-", 0L, first) : first;
            }
            case "min" -> extreme(arguments, Comparator.comparingDouble(Operators::number));
            case "max" -> extreme(arguments, Comparator.comparingDouble(Operators::number).reversed());
            case "int" -> {
                demand(first);
                yield first instanceof String text ? Long.decode(text) : (Object) (long) number(first);
            }
            case "float" -> {
                demand(first);
                yield number(first);
            }
            case "bool" -> first != null && isTrue(first) ? 1L : 0L;
            case "round" -> {
                demand(first);
                yield (long) StrictMath.rint(number(first));
            }
            case "len" -> {
                demand(first);
                yield first instanceof List<?> list ? (long) list.size() : (long) first.toString().length();
            }
            case "str", "repr", "hex" -> String.valueOf(first);
            case "range" -> range(arguments);
            default -> null;
        };
    }

    private static void demand(Object argument) {
        if (argument == null) throw new IllegalArgumentException("an argument is missing");
    }

    private static Object extreme(List<Object> arguments, Comparator<Object> order) {
        List<?> values = arguments.size() == 1 && arguments.getFirst() instanceof List<?> list ? list : arguments;
        return values.stream().map(Object.class::cast).min(order)
                .orElseThrow(() -> new IllegalArgumentException("an argument is missing"));
    }

    private static List<Object> range(List<Object> arguments) {
        demand(arguments.isEmpty() ? null : arguments.getFirst());
        long start = arguments.size() > 1 ? whole(arguments.getFirst()) : 0;
        long end = whole(arguments.get(arguments.size() > 1 ? 1 : 0));
        long by = arguments.size() > 2 ? whole(arguments.get(2)) : 1;
        var items = new ArrayList<>();
        if (by == 0) throw new IllegalArgumentException("a range with steps of 0");
        for (long i = start; by > 0 ? i < end : i > end; i += by) {
            items.add(i);
            if (items.size() > MOST_ITEMS) throw new NotApplicable("code with a range of more than " + MOST_ITEMS);
        }
        return items;
    }
}
