<?php
// Drives the unmodified official SDK for PHP, 5 or 7, as a program of its own: one JSON line {method, args} in, one out,
// {success} or {error}. `php php-kakaocert.php <folder of the unpacked SDK>`; wherever its files are in there, its classes
// are found by their names. No address is set anywhere: it runs under `kakaocert-simulator exec`.

define('LINKHUB_COMM_MODE', 'CURL');

require __DIR__ . '/php-classes.php';

$files = loadClassesOf($argv[1]);
$namespace = isset($files['Linkhub\\Kakaocert\\KakaocertService']) ? 'Linkhub\\Kakaocert\\' : '';
if ($namespace !== '') {
    require __DIR__ . '/php7-dates.php';
}
$serviceClass = $namespace . 'KakaocertService';
$service = new $serviceClass(getenv('KAKAOCERT_LINK_ID'), getenv('KAKAOCERT_SECRET_KEY'));

function say(array $line): void
{
    echo json_encode($line, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), "\n";
}

function request(string $class, array $members): object
{
    $request = new $class();
    foreach ($members as $name => $value) {
        $request->$name = $value;
    }
    return $request;
}

say(['ready' => getenv('KAKAOCERT_SIM_URL')]);
while (($line = fgets(STDIN)) !== false) {
    ['method' => $method, 'args' => $args] = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    if (is_array($args[1])) {
        // requestCMS takes a RequestCMS.
        $args[1] = request($namespace . ucfirst($method), $args[1]);
    }
    try {
        $answer = $service->$method(...$args);
        say(['success' => is_object($answer) ? get_object_vars($answer) : ['value' => $answer]]);
    } catch (Exception $refusal) {
        if (!preg_match('/(Kakaocert|Linkhub)Exception$/', get_class($refusal))) {
            throw $refusal;
        }
        say(['error' => ['code' => $refusal->getCode(), 'message' => $refusal->getMessage()]]);
    }
}
