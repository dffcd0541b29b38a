<?php
// composer require linkhub/kakaocert (the SDK for PHP 7 and later)

namespace Linkhub\Kakaocert {
    // The SDK names these two as if they were its own: without them its second call in one process dies.
    class DateTime extends \DateTime {}
    class DateTimeZone extends \DateTimeZone {}
}

namespace {
    use Linkhub\Kakaocert\KakaocertService;
    use Linkhub\Kakaocert\RequestCMS;

    // The other mode, STREAM, knows no proxy.
    define('LINKHUB_COMM_MODE', 'CURL');
    require 'vendor/autoload.php';

    $service = new KakaocertService(
        getenv('KAKAOCERT_LINK_ID') ?: 'TESTER',
        getenv('KAKAOCERT_SECRET_KEY') ?: 'SwWxqU+0TErBXy/9TVjIPEnI0VTUMMSQZtJf3Ed8q3I='
    );
    $clientCode = getenv('KAKAOCERT_CLIENT_CODE') ?: '020040000001';
    $request = new RequestCMS();
    $request->CallCenterNum = '1600-0000';
    $request->Expires_in = 300;
    $request->ReceiverBirthDay = '19700101';
    $request->ReceiverHP = '01000000001'; // a magic person, who signs at once: a real one takes a while
    $request->ReceiverName = '홍시험';
    $request->BankAccountName = '홍시험';
    $request->BankAccountNum = '000-00-0***00';
    $request->BankCode = '004';
    $request->ClientUserID = 'TEST-0001';
    $request->TMSTitle = '출금동의 시험';
    $request->isAllowSimpleRegistYN = true;
    $request->isVerifyNameYN = true;

    try {
        $receiptId = $service->requestCMS($clientCode, $request)->receiptId;
        echo "receiptId $receiptId\n";
        $state = $service->getCMSState($clientCode, $receiptId)->state;
        // Only in state 1, and only once: keep what comes back.
        $signedData = $service->verifyCMS($clientCode, $receiptId)->signedData;
        echo "state $state signedData ", strlen($signedData), "\n";
    } catch (Exception $refused) {
        fwrite(STDERR, $refused->getCode() . ' ' . $refused->getMessage() . "\n");
        exit(1);
    }
}
